<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips|Temporal" labelsEnabled="1">
 <renderer-v2 type="singleSymbol">
  <symbols>
   <symbol type="marker" name="0" alpha="1">
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="130,130,130,255" />
      <Option name="outline_color" type="QString" value="255,255,255,255" />
      <Option name="size" type="QString" value="12" />
      <Option name="size_unit" type="QString" value="Pixel" />
      <Option name="outline_width" type="QString" value="1.5" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
     </Option>
     <data_defined_properties>
      <Option type="Map">
       <Option name="name" type="QString" value="" />
       <Option name="properties" type="Map">
        <Option name="size" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="4 + 6 * sqrt(min(coalesce(&quot;mention_count&quot;, 1), 50) / 50.0)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings>
   <text-style fieldName="name" isExpression="0" allowHtml="0" fontSize="9" fontSizeUnit="Point" textColor="60,60,60,255">
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
   </text-style>
   <placement placement="6" predefinedPositionOrder="R" offsetType="1" dist="0.8" distUnits="MM" priority="5" />
   <rendering drawLabels="1" obstacle="0" scaleVisibility="0" limitNumLabels="0" />
  </settings>
 </labeling>
 <mapTip>&lt;b&gt;[% replace(coalesce("name", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;/b&gt;&lt;br&gt;[% replace(coalesce("mention_count", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %] × [% replace(coalesce("mentions", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]</mapTip>
</qgis>
