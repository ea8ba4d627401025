"""The same rules for other engines: their policies are generated from the packs, all four statuses included."""
