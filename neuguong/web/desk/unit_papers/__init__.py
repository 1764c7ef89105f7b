"""What units sent on paper and the office typed for them."""
