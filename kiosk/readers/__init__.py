"""Card readers: pure decoders from bytes and keys to card numbers, then the devices themselves."""
