"""What of an exemplar may be published: signed papers, the story, what is missing."""
