"""Articles, columns and their photos on the public site, all behind one gate."""
