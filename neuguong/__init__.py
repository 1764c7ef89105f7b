"""Nêu Gương: the whole of an exemplary-people programme, from first draft to public register."""
