-- bench: one row of models
insert into models values (?, ?)
