-- The editor of the README's picture: stock Neovim, its own LSP client, nothing else.
vim.opt.runtimepath:prepend(vim.env.HARDSIGHT_NEOVIM)
vim.opt.number = true
vim.opt.signcolumn = "yes"
vim.opt.termguicolors = true
vim.opt.swapfile = false
vim.opt.laststatus = 2
vim.opt.showmode = false
vim.cmd.colorscheme("habamax")
vim.diagnostic.config({
  virtual_lines = {
    format = function(diagnostic)
      local also = vim.tbl_get(diagnostic, "user_data", "lsp", "data", "also") or {}
      return table.concat({ diagnostic.source, unpack(also) }, ", ") .. ": " .. diagnostic.message
    end,
  },
  severity_sort = true,
  signs = { text = { [vim.diagnostic.severity.ERROR] = "E", [vim.diagnostic.severity.WARN] = "W" } },
})
vim.lsp.config("hardsight", { init_options = { trusted = true } })
vim.lsp.enable("hardsight")
vim.api.nvim_create_autocmd("LspAttach", {
  callback = function(event)
    vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    vim.api.nvim_create_autocmd("LspProgress", {
      callback = function(progress)
        local value = progress.data.params.value
        vim.o.statusline = " %f   hardsight: " .. (value.message or value.title or value.kind) .. "%=%l:%c "
      end,
    })
  end,
})
