-- The tables of the legacy application lie in the schema that the API exposes, and Supabase grants
-- every new table there to the API roles. The application connects as their owner and is not held
-- up by row-level security without policies; the API roles are.
revoke all on
  public.users,
  public.items,
  public.tags,
  public.item_tags,
  public.invoices,
  public.payments,
  public.alembic_version
from anon, authenticated;

alter table public.users enable row level security;
alter table public.items enable row level security;
alter table public.tags enable row level security;
alter table public.item_tags enable row level security;
alter table public.invoices enable row level security;
alter table public.payments enable row level security;
alter table public.alembic_version enable row level security;
