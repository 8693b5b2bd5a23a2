program Sum;
uses SysUtils, Math;
var
  a, b: Int64;
begin
  Read(a, b);
  WriteLn(IntToStr(a + b));
end.
