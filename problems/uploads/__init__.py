"""Files that staff upload before they say what they are for."""
