"""Data in, a Plotly figure or a pydeck map out: no fetching, no filtering, no clock."""
