"""The public site as plain files, for any web server or CDN (docs/adr, export_site)."""
