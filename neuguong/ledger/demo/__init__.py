"""The demonstration: invented people and deeds in a district, played through the same operations as real ones.

What happens is data (data/*.toml, *.csv); the modules here read it, put every act into a diary and play the diary
in the order in which things were entered.
"""
