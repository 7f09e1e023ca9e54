"""Where the generated worlds stood before they had a folder of their own."""

from tests.generated.worlds import worlds

__all__ = ["worlds"]
