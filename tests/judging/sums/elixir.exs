defmodule Sum do
  def of(line), do: line |> String.split() |> Enum.map(&String.to_integer/1) |> Enum.sum()
end

IO.puts(Sum.of(IO.gets("")))
