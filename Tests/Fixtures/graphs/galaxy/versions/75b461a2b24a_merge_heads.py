revision = "75b461a2b24a"
down_revision = ("724237cc4cf0", "98621a25ab75")
branch_labels = None
depends_on = None
