"""Whatever brings a picture in: cameras, streams, clips, photos."""
