"""The photo library at the desk."""
