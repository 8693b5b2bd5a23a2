program roll;
uses a_unit;
var n: integer; name: string;
begin
  readln(n);
  while n > 0 do begin
    readln(name);
    greet(name);
    n := n - 1;
  end;
end.
