alter type public.note_state add value if not exists 'archived' after 'published';
