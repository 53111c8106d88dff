"""BOM"""
x = "é"
y = x
