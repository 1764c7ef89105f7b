"""Where the public speaks: suggestions, good deeds, receipts."""
