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
  </categories>
  <orderby>
   <orderByClause asc="0" nullsFirst="0">coalesce("killed_low", "killed_high", 0) + coalesce("injured_low", "injured_high", 0)</orderByClause>
  </orderby>
  <symbols>
   <symbol type="marker" name="0" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="circle" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="213,94,0,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '213,94,0,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '213,94,0,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="1" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="equilateral_triangle" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="230,159,0,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '230,159,0,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '230,159,0,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="2" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="square" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="0,114,178,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '0,114,178,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '0,114,178,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="3" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="equilateral_triangle" />
      <Option name="angle" type="QString" value="180" />
      <Option name="color" type="QString" value="102,51,17,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '102,51,17,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '102,51,17,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="4" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="diamond" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="0,0,0,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '0,0,0,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '0,0,0,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="5" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="cross_fill" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="0,158,115,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '0,158,115,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '0,158,115,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="6" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="pentagon" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="204,121,167,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '204,121,167,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '204,121,167,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="7" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="square_with_corners" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="153,153,153,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '153,153,153,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '153,153,153,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
         <Option name="type" type="int" value="3" />
        </Option>
       </Option>
       <Option name="type" type="QString" value="collection" />
      </Option>
     </data_defined_properties>
    </layer>
   </symbol>
   <symbol type="marker" name="8" alpha="1">
    <data_defined_properties>
     <Option type="Map">
      <Option name="name" type="QString" value="" />
      <Option name="properties" type="Map">
       <Option name="alpha" type="Map">
        <Option name="active" type="bool" value="true" />
        <Option name="expression" type="QString" value="if(&quot;layer&quot; = 'incident', 100, 60)" />
        <Option name="type" type="int" value="3" />
       </Option>
      </Option>
      <Option name="type" type="QString" value="collection" />
     </Option>
    </data_defined_properties>
    <layer class="SimpleMarker" enabled="1" pass="0" locked="0">
     <Option type="Map">
      <Option name="name" type="QString" value="hexagon" />
      <Option name="angle" type="QString" value="0" />
      <Option name="color" type="QString" value="240,228,66,255" />
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
         <Option name="expression" type="QString" value="with_variable('size', 12 + 16 * sqrt(min(coalesce(&quot;killed_low&quot;, &quot;killed_high&quot;, 0) + coalesce(&quot;injured_low&quot;, &quot;injured_high&quot;, 0), 200) / 200.0),&#10; if(&quot;layer&quot; = 'incident', max(@size, 14), min(@size, 12)))" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="fillColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '255,255,255,200', '240,228,66,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineColor" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, '240,228,66,255', '255,255,255,255')" />
         <Option name="type" type="int" value="3" />
        </Option>
        <Option name="outlineWidth" type="Map">
         <Option name="active" type="bool" value="true" />
         <Option name="expression" type="QString" value="if(&quot;geometry_kind&quot; = 'area' or coalesce(&quot;geo_precision&quot;, 3) &gt; 1 or coalesce(&quot;time_precision&quot;, 3) &gt; 1, 2, 1.5)" />
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
   <text-style fieldName="place_name" isExpression="0" allowHtml="0" fontSize="9" fontSizeUnit="Point" textColor="60,60,60,255">
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255" />
   </text-style>
   <placement placement="6" predefinedPositionOrder="R" offsetType="1" dist="0.8" distUnits="MM" priority="5" />
   <rendering drawLabels="1" obstacle="0" scaleVisibility="0" limitNumLabels="0" />
  </settings>
 </labeling>
 <mapTip>&lt;b&gt;[% replace(coalesce("headline", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;/b&gt;&lt;br&gt;[% replace(coalesce("event_date", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %] · [% replace(coalesce("place_name", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]&lt;br&gt;[% replace(coalesce("quote", ''), map('&amp;', '&amp;amp;', '&lt;', '&amp;lt;', '&gt;', '&amp;gt;')) %]</mapTip>
</qgis>
