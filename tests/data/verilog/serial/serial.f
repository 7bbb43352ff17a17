// Sources of the serial link, in compile order.
+incdir+include
+define+SERIAL_PROJECT=1
rtl/tick_divider.v
rtl/serializer.v
rtl/deserializer.v  # samples in the middle of a tick
rtl/crc8.v
rtl/serial_link.v
