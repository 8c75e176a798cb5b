"""Read a collection with QGIS's provider for OGC API - Features, and print what it finds as JSON.

Run by QGIS's own Python: ``/usr/bin/python3 qgis_oapif.py http://127.0.0.1:8765 events west south east north``.
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer


def main():
    """Open, read all features, and those of a view."""
    root, collection, *view = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    started = time.monotonic()
    source = f"url='{root}' typename='{collection}' pageSize='10000'"
    layer = QgsVectorLayer(source, collection, "OAPIF")
    found = {"valid": layer.isValid(), "opened_s": time.monotonic() - started, "crs": layer.crs().authid()}
    started = time.monotonic()
    names = set()
    count = 0
    for feature in layer.getFeatures():
        count += 1
        names.add(feature["place_name"] if collection != "places" else feature["name"])
    found |= {"features": count, "names": len(names), "read_s": time.monotonic() - started}
    # A second layer, so that nothing comes from the cache of the first; its box makes QGIS ask for the view only,
    # as its dialogue does by default.
    layer = QgsVectorLayer(f"{source} restrictToRequestBBOX='1'", collection, "OAPIF")
    started = time.monotonic()
    inside = list(layer.getFeatures(QgsFeatureRequest(QgsRectangle(*map(float, view)))))
    found |= {"inside": len(inside), "view_s": time.monotonic() - started}
    found["fields"] = [field.name() for field in layer.fields()]
    print(json.dumps(found))
    sys.stdout.flush()
    # QGIS crashes when Python takes it down in its own order.
    os._exit(0)


main()
