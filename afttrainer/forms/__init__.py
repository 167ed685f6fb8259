"""What people may type and tap, one file a noun; both doors validate with the same form."""
