"""The register at the desk: corrections and recognitions taken back."""
