/** What VS Code tells a page of its theme: classes of the body, and colours as variables. A selection, with the values of its own four default themes. */
export interface Theme {
  readonly name: 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';
  readonly classes: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

const fonts = {
  'font-family': '"Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif', 'font-size': '13px', 'font-weight': 'normal',
  'editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace', 'editor-font-size': '14px',
};

export const themes: readonly Theme[] = [
  {
    name: 'light', classes: ['vscode-light'],
    variables: {
      ...fonts, foreground: '#3b3b3b', 'editor-foreground': '#3b3b3b', 'editor-background': '#ffffff', 'editorWidget-background': '#f8f8f8', 'descriptionForeground': '#3b3b3b',
      'sideBar-background': '#f8f8f8', 'widget-shadow': 'rgba(0, 0, 0, 0.16)', focusBorder: '#005fb8', 'textLink-foreground': '#005fb8', 'icon-foreground': '#3b3b3b',
      'charts-orange': 'rgba(209, 134, 22, 0.6)', 'charts-blue': '#1a85ff', 'charts-green': '#388a34', 'charts-purple': '#652d90', 'charts-yellow': '#bf8803', 'charts-red': '#e51400',
      'problemsErrorIcon-foreground': '#e51400', 'problemsWarningIcon-foreground': '#bf8803', 'problemsInfoIcon-foreground': '#1a85ff', errorForeground: '#f85149',
      'list-hoverBackground': '#f2f2f2', 'list-inactiveSelectionBackground': '#e4e6f1', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b',
      'button-secondaryHoverBackground': '#cccccc', 'settings-textInputBackground': '#ffffff', 'settings-textInputForeground': '#3b3b3b', 'settings-textInputBorder': '#cecece',
      'input-placeholderForeground': '#767676', 'toolbar-hoverBackground': 'rgba(184, 184, 184, 0.31)', 'toolbar-activeBackground': 'rgba(166, 166, 166, 0.31)',
      'inputOption-activeBackground': '#bed6ed', 'inputOption-activeBorder': '#005fb8', 'inputOption-activeForeground': '#000000',
    },
  },
  {
    name: 'dark', classes: ['vscode-dark'],
    variables: {
      ...fonts, foreground: '#cccccc', 'editor-foreground': '#cccccc', 'editor-background': '#1f1f1f', 'editorWidget-background': '#202020', 'descriptionForeground': '#9d9d9d',
      'sideBar-background': '#181818', 'widget-shadow': 'rgba(0, 0, 0, 0.36)', focusBorder: '#0078d4', 'textLink-foreground': '#4daafc', 'icon-foreground': '#cccccc',
      'charts-orange': '#d18616', 'charts-blue': '#3794ff', 'charts-green': '#89d185', 'charts-purple': '#b180d7', 'charts-yellow': '#cca700', 'charts-red': '#f14c4c',
      'problemsErrorIcon-foreground': '#f14c4c', 'problemsWarningIcon-foreground': '#cca700', 'problemsInfoIcon-foreground': '#3794ff', errorForeground: '#f85149',
      'list-hoverBackground': '#2a2d2e', 'list-inactiveSelectionBackground': '#37373d', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc',
      'button-secondaryHoverBackground': '#3c3c3c', 'settings-textInputBackground': '#313131', 'settings-textInputForeground': '#cccccc', 'settings-textInputBorder': '#3c3c3c',
      'input-placeholderForeground': '#989898', 'toolbar-hoverBackground': 'rgba(90, 93, 94, 0.31)', 'toolbar-activeBackground': 'rgba(99, 102, 103, 0.31)',
      'inputOption-activeBackground': 'rgba(36, 137, 219, 0.51)', 'inputOption-activeBorder': '#2488db', 'inputOption-activeForeground': '#ffffff',
    },
  },
  {
    name: 'high-contrast', classes: ['vscode-high-contrast'],
    variables: {
      ...fonts, foreground: '#ffffff', 'editor-foreground': '#ffffff', 'editor-background': '#000000', 'editorWidget-background': '#0c141f', 'descriptionForeground': 'rgba(255, 255, 255, 0.7)',
      'sideBar-background': '#000000', focusBorder: '#f38518', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518', 'textLink-foreground': '#21a6ff', 'icon-foreground': '#ffffff',
      'charts-orange': '#d18616', 'charts-blue': '#3794ff', 'charts-green': '#89d185', 'charts-purple': '#b180d7', 'charts-yellow': '#ffd370', 'charts-red': '#f48771',
      'problemsErrorIcon-foreground': '#f48771', 'problemsWarningIcon-foreground': '#ffd370', 'problemsInfoIcon-foreground': '#3794ff', errorForeground: '#f48771',
      'button-secondaryForeground': '#ffffff', 'button-border': '#6fc3df', 'settings-textInputBackground': '#000000', 'settings-textInputForeground': '#ffffff', 'settings-textInputBorder': '#6fc3df',
      'input-placeholderForeground': 'rgba(255, 255, 255, 0.7)', 'inputOption-activeBorder': '#6fc3df', 'inputOption-activeForeground': '#ffffff', 'inputOption-activeBackground': 'rgba(0, 0, 0, 0)',
    },
  },
  {
    name: 'high-contrast-light', classes: ['vscode-high-contrast-light', 'vscode-high-contrast'],
    variables: {
      ...fonts, foreground: '#292929', 'editor-foreground': '#292929', 'editor-background': '#ffffff', 'editorWidget-background': '#ffffff', 'descriptionForeground': 'rgba(41, 41, 41, 0.7)',
      'sideBar-background': '#ffffff', focusBorder: '#006bbd', contrastBorder: '#0f4a85', contrastActiveBorder: '#006bbd', 'textLink-foreground': '#0f4a85', 'icon-foreground': '#292929',
      'charts-orange': 'rgba(209, 134, 22, 0.6)', 'charts-blue': '#1a85ff', 'charts-green': '#374e06', 'charts-purple': '#652d90', 'charts-yellow': '#895503', 'charts-red': '#b5200d',
      'problemsErrorIcon-foreground': '#b5200d', 'problemsWarningIcon-foreground': '#895503', 'problemsInfoIcon-foreground': '#1a85ff', errorForeground: '#b5200d',
      'button-secondaryBackground': '#ffffff', 'button-secondaryForeground': '#292929', 'button-border': '#0f4a85', 'settings-textInputBackground': '#ffffff', 'settings-textInputForeground': '#292929',
      'settings-textInputBorder': '#0f4a85', 'input-placeholderForeground': 'rgba(41, 41, 41, 0.7)', 'inputOption-activeBorder': '#0f4a85', 'inputOption-activeForeground': '#292929', 'inputOption-activeBackground': 'rgba(0, 0, 0, 0)',
    },
  },
];
