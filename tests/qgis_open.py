"""Open layers in QGIS, as a user would, and print what it makes of them (JSON, one object a layer).

Run by QGIS's own Python: ``/usr/bin/python3 qgis_open.py picture.png layer.geojson package.gpkg|layername=areas ...``.
The layers are drawn into the picture, the first at the bottom.
"""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def described(layer):
    """Return what a test can compare."""
    renderer = layer.renderer()
    found = {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "geometry": layer.geometryType(),
        "renderer": renderer.type(),
        "labels": layer.labelsEnabled() and layer.labeling().settings().fieldName,
        "tip": layer.mapTipTemplate(),
        "time": layer.temporalProperties().isActive() and layer.temporalProperties().startField(),
        "date_type": layer.fields().field("event_date").typeName()
        if layer.fields().indexOf("event_date") >= 0
        else None,
        "categories": {},
        "expressions": [],
    }
    if renderer.type() == "categorizedSymbol":
        for category in renderer.categories():
            top = category.symbol().symbolLayer(0)
            shape = top.encodeShape(top.shape()) if hasattr(top, "shape") else top.layerType()
            found["categories"][category.value()] = [category.symbol().color().name(), shape]
            for holder in (category.symbol(), top):
                properties = holder.dataDefinedProperties()
                for key in properties.propertyKeys():
                    found["expressions"].append(properties.property(key).expressionString())
    return found


def draw(layers, picture):
    """Draw all layers on white, with a little room around them."""
    settings = QgsMapSettings()
    settings.setLayers(layers[::-1])
    settings.setDestinationCrs(layers[0].crs())
    settings.setBackgroundColor(QColor("#f4f2ee"))
    settings.setOutputSize(QSize(1400, 800))
    settings.setExtent(QgsRectangle(-110, -45, 185, 75))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(picture)


def main():
    """Open, describe and draw."""
    picture, *sources = sys.argv[1:]
    application = QgsApplication([], False)
    application.initQgis()
    layers = [QgsVectorLayer(source, Path(source).name, "ogr") for source in sources]
    for layer in layers:
        # As QGIS itself does with a layer that a user adds.
        layer.loadDefaultStyle()
    QgsProject.instance().addMapLayers(layers)
    for layer in layers:
        print(json.dumps(described(layer)))
    draw(layers, picture)
    sys.stdout.flush()
    # QGIS crashes when Python takes it down in its own order.
    os._exit(0)


main()
