"""What is drawn: masks on faces, photos held to a camera, heads with their depth."""
