"""The sources of pictures: cameras, streams, clips, photos."""
