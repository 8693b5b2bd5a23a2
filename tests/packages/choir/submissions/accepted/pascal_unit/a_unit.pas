unit a_unit;
interface
procedure greet(name: string);
implementation
procedure greet(name: string);
begin
  writeln('Hello ', name);
end;
end.
