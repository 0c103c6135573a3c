# Reads the pictures of a list with zxing-cpp and zbar; one line each: reader, index, milliseconds, texts in hex.
import sys
import time

import numpy


def luma(path):
    data = open(path, "rb").read()
    head, pixels = data.split(b"\n", 1)
    _, width, height, _ = head.split()
    return numpy.frombuffer(pixels, numpy.uint8).reshape(int(height), int(width))


def readers():
    try:
        import zxingcpp

        # Every kind of QR code, everything else as it is by default.
        kinds = zxingcpp.BarcodeFormat.QRCode
        plain = zxingcpp.TextMode.Plain
        yield "zxing-cpp", lambda im: [b.text for b in zxingcpp.read_barcodes(im, formats=kinds, text_mode=plain)]
    except ImportError:
        pass
    try:
        from pyzbar import pyzbar

        kind = [pyzbar.ZBarSymbol.QRCODE]
        yield "zbar", lambda im: [d.data.decode("utf-8", "replace") for d in pyzbar.decode(im, symbols=kind)]
    except ImportError:
        pass


pictures = [line.rstrip("\n").split("\t") for line in open(sys.argv[1])]
for name, read in readers():
    for index, path in pictures:
        image = luma(path)
        began = time.perf_counter()
        try:
            texts = read(image)
        except Exception:
            texts = []
        ms = (time.perf_counter() - began) * 1000
        print("\t".join([name, index, f"{ms:.3f}"] + [t.encode("utf-8", "replace").hex() for t in texts]))
