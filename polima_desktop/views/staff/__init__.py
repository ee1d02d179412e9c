"""The page Pegawai: the employee list, one person's file, and the forms that change them."""
