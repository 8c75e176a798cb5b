<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.22.0" styleCategories="Symbology|Labeling|MapTips|Temporal" labelsEnabled="1">
 <temporal enabled="1" mode="2" startField="event_date" endField="event_date_end" limitMode="1" />
 <renderer-v2 type="categorizedSymbol" attr="event_class" enableorderby="1">
  <categories>
   <category value="violence" label="violence" symbol="0" render="true" />
   <category value="protest" label="protest" symbol="1" render="true" />
   <category value="disaster" label="disaster" symbol="2" render="true" />
   <category value="accident" label="accident" symbol="3" render="true" />
   <category value="crime" label="crime" symbol="4" render="true" />
   <category value="health" label="health" symbol="5" render="true" />
   <category value="diplomacy" label="diplomacy" symbol="6" render="true" />
   <category value="statement" label="statement" symbol="7" render="true" />
   <category value="other" label="other" symbol="8" render="true" />
   <category value="" label="several classes" symbol="9" render="true" />
  </categories>
  <orderby>
   <orderByClause asc="0" nullsFirst="0">$area</orderByClause>
  </orderby>
  <symbols>
   <symbol type="fill" name="0" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="213,94,0,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="213,94,0,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="1" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="230,159,0,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="230,159,0,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="2" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="0,114,178,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="0,114,178,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="3" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="102,51,17,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="102,51,17,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="4" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="0,0,0,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="0,0,0,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="5" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="0,158,115,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="0,158,115,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="6" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="204,121,167,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="204,121,167,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="7" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="153,153,153,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="153,153,153,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="8" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="240,228,66,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="240,228,66,255" />
     </Option>
    </layer>
   </symbol>
   <symbol type="fill" name="9" alpha="0.6">
    <layer class="SimpleFill" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="outline_style" type="QString" value="solid" />
      <Option name="outline_width" type="QString" value="1" />
      <Option name="outline_width_unit" type="QString" value="Pixel" />
      <Option name="color" type="QString" value="130,130,130,150" />
      <Option name="style" type="QString" value="b_diagonal" />
      <Option name="outline_color" type="QString" value="130,130,130,255" />
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings>
   <text-style fieldName="place_name" isExpression="0" allowHtml="0" fontSize="9" fontSizeUnit="Point" textColor="60,60,60,255">
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
   </text-style>
   <placement placement="1" centroidInside="1" quadOffset="4" distUnits="MM" priority="5" />
   <rendering drawLabels="1" obstacle="0" scaleVisibility="0" limitNumLabels="0" />
  </settings>
 </labeling>
 <mapTip>somewhere in &lt;b&gt;[% replace(coalesce("place_name", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;/b&gt;: [% replace(coalesce("event_count", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;br&gt;[% replace(coalesce("headline", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]</mapTip>
</qgis>
