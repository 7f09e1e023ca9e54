"""The divisions of the places that come with sinksim, made from tables of sources by stated rules."""
