-- Neovim 0.11 and later: put this folder on 'runtimepath' and call vim.lsp.enable("hardsight").
return {
  cmd = { "hardsight", "serve" },
  filetypes = { "verilog", "systemverilog", "python" },
  root_markers = { "hardsight.toml", ".git" },
}
