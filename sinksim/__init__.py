"""Who waits, who is reached and what it costs when public services move down to the grassroots."""

__all__ = ["__version__"]

__version__ = "0.1.0"
