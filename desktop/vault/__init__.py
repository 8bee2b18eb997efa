"""Keys: keyring, recovery code, device identity, signing and sealing."""
