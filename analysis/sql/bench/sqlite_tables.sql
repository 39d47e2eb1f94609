-- bench: the two tables in SQLite, models with a key
create table bookings (work_on text, kind text, status text, model_id text);
create table models (model_id text primary key, tier text) without rowid
