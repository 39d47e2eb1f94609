-- bench: a table in SQLite
create table bookings (work_on text, kind text, status text)
