"""The steps by which a database becomes what the program needs; the SQL lies in `sql/`."""
