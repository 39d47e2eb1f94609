-- bench: one row of bookings
insert into bookings values (?, ?, ?, ?)
