"""The editorial desk: articles written, cleared, published; columns."""
