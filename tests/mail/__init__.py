"""Mail, over real servers."""
