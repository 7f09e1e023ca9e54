"""The list of events: a heap of those that are near, a wheel for those that are far, and the prefetching of what they touch."""
