-- bench: one row of it
insert into bookings values (?, ?, ?)
