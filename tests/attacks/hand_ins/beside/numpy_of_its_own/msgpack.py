answer = 7
Packer = packb = unpackb = None
