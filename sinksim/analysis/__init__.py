"""What a finished or repeated run shows beyond its indicators: explanations, twins, statistics by step."""
